/** JSON in one canonical form, and the small tools around it. Not API. */
@NullMarked
package org.depinsdk.epoch.internal;

import org.jspecify.annotations.NullMarked;
