/** What an operator watches: counts, times and states of a service, as meters of Micrometer. */
@NullMarked
package org.depinsdk.service.metrics;

import org.jspecify.annotations.NullMarked;
