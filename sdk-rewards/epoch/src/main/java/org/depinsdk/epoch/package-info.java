/**
 * Where proofs and rewards meet. {@link org.depinsdk.epoch.EpochEngine} turns an epoch's evidence into verdicts, amounts and a
 * root; {@link org.depinsdk.epoch.EpochBundle} keeps everything that went in and came out; {@link
 * org.depinsdk.epoch.BundleReplay} recomputes a bundle and names the first difference; {@link
 * org.depinsdk.epoch.Statement} walks back from an amount to the reports behind it.
 */
@NullMarked
package org.depinsdk.epoch;

import org.jspecify.annotations.NullMarked;
