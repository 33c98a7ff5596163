/**
 * Measures bandwidth. A {@link org.depinsdk.bandwidth.netty.BandwidthProver} on the device and some {@link
 * org.depinsdk.bandwidth.netty.BandwidthChallenger}s on servers exchange UDP packets by the plan of a {@link
 * org.depinsdk.bandwidth.netty.BandwidthCoordinator}; what they saw is evidence of {@code bandwidth/1}.
 */
@NullMarked
package org.depinsdk.bandwidth.netty;

import org.jspecify.annotations.NullMarked;
