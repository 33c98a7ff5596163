/** Parts for people who write a driver: status tracking, pending calls, bounded streams, counter checks. */
@NullMarked
package org.depinsdk.hardware.support;

import org.jspecify.annotations.NullMarked;
