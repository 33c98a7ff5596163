/** Tests that a driver must pass, and what it takes to write them: a rig for its device, and a faulty network. */
@NullMarked
package org.depinsdk.hardware.testkit;

import org.jspecify.annotations.NullMarked;
