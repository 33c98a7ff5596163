/**
 * Which devices exist and in which state, as a history of dated records from which any past moment can be read.
 */
@NullMarked
package org.depinsdk.core.registry;

import org.jspecify.annotations.NullMarked;
