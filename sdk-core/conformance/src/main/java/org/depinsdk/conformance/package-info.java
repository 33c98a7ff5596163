/**
 * Known answers of public standards and live networks: inputs, and what a right implementation makes of them.
 *
 * <p>The tables are files under {@code conformance/} in this jar; {@code conformance/README.md} describes their format and
 * {@code conformance/index.tsv} lists them, so that a program in any language can read them.
 */
@NullMarked
package org.depinsdk.conformance;

import org.jspecify.annotations.NullMarked;
