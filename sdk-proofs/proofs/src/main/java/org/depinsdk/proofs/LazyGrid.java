package org.depinsdk.proofs;

import java.util.function.Supplier;
import org.depinsdk.core.geo.HexGrid;
import org.jspecify.annotations.Nullable;

/** The grid on the path, looked for when it is first asked, so that a verifier can be listed where there is none. */
public final class LazyGrid implements Supplier<HexGrid> {
  private volatile @Nullable HexGrid grid;

  /** A grid that is not looked for yet. */
  public LazyGrid() {}

  @Override
  public HexGrid get() {
    HexGrid found = grid;
    if (found == null) {
      // a race loads it twice, which harms nothing
      found = HexGrid.load();
      grid = found;
    }
    return found;
  }
}
