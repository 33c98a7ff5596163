/** The device agent: signs reports, keeps them on disk while the network is away, and forwards them. */
@NullMarked
package org.depinsdk.hardware.agent;

import org.jspecify.annotations.NullMarked;
