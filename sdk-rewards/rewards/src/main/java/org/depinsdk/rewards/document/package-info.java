/**
 * Documents that people write, policies above all: read from YAML or JSON with every problem at once, each with line, column
 * and field; written in one form; and described to editors by JSON Schema. A {@link org.depinsdk.rewards.document.Form} is
 * the one description of a type that all three follow.
 */
@NullMarked
package org.depinsdk.rewards.document;

import org.jspecify.annotations.NullMarked;
