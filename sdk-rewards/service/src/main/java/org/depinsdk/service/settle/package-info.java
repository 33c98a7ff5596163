/**
 * From a closed epoch to its root: what the service hands to the epoch engine, and what it keeps of the answer.
 */
@NullMarked
package org.depinsdk.service.settle;

import org.jspecify.annotations.NullMarked;
