/**
 * A Wi-Fi network from signed reports to a root. {@link org.depinsdk.wifi.WifiNetwork} is the network: one class on the
 * scaffold. {@link org.depinsdk.wifi.Main} starts it in a process of its own and lets a fleet of access points talk to it over
 * gRPC, some of them cheats.
 */
@NullMarked
package org.depinsdk.wifi;

import org.jspecify.annotations.NullMarked;
