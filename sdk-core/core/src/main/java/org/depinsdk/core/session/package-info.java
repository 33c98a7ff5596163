/** Short-lived keys that a device's hardware key vouches for, so that a slow secure element signs once and not each report. */
@NullMarked
package org.depinsdk.core.session;

import org.jspecify.annotations.NullMarked;
