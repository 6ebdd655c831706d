package io.jwasm.bench;

import java.util.List;

/**
 * One table of the report.
 *
 * @param title what was done
 * @param series who did it
 */
record Section(String title, List<Series> series) {}
