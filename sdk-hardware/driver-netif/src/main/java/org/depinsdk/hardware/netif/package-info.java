/** Linux network interfaces, as the kernel shows them under {@code /sys/class/net}. */
@NullMarked
package org.depinsdk.hardware.netif;

import org.jspecify.annotations.NullMarked;
