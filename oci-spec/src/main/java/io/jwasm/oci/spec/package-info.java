/**
 * config.json as records, and how it is read.
 *
 * <p>{@link io.jwasm.oci.spec.SpecReader} turns bytes into a {@link io.jwasm.oci.spec.Spec} and
 * checks types and ranges; {@link io.jwasm.oci.spec.SpecValidator} checks what the values mean
 * together. The records hold every property of the Linux part of runtime-spec 1.3. A list or map
 * that is absent is empty; a single value that is absent is null, and its Javadoc says so; an
 * unsigned 64-bit number is a {@code long} with the same bits.
 *
 * <p>The code runs between {@code create} and the first instruction of the guest, in a JVM that has
 * just started: it uses no reflection, streams, regular expressions, lambdas, or {@code equals},
 * {@code hashCode} and {@code toString} that the compiler made for a record, whose first use costs
 * milliseconds; nor Jackson, whose parsers cost more than all of that. Jackson writes JSON, which
 * no start waits for.
 */
package io.jwasm.oci.spec;
