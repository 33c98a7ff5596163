/** The driver interface: how a provider is found, configured and opened, and what a device can do. */
@NullMarked
package org.depinsdk.hardware.driver;

import org.jspecify.annotations.NullMarked;
