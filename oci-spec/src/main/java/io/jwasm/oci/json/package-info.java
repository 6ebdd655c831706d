/** How this module writes JSON: indented, in UTF-8, and without what is empty. */
package io.jwasm.oci.json;
