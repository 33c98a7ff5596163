/** What a service does, told to tracing while it does it. */
@NullMarked
package org.depinsdk.service.trace;

import org.jspecify.annotations.NullMarked;
