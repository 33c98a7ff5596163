/** Fetches rounds of drand from relays that may be down or lie. */
@NullMarked
package org.depinsdk.client.drand;

import org.jspecify.annotations.NullMarked;
