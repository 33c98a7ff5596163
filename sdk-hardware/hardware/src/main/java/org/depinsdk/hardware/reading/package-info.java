/** What a driver reads: values with unit, quality, time and provenance. */
@NullMarked
package org.depinsdk.hardware.reading;

import org.jspecify.annotations.NullMarked;
