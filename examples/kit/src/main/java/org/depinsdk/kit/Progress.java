package org.depinsdk.kit;

import java.util.Objects;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a run has come: a bar on a terminal, nothing in a pipe or a file. */
public final class Progress implements AutoCloseable {
  /** The system property that says that standard error is a terminal; Java cannot find out. */
  private static final boolean TERMINAL = Boolean.getBoolean("depin.terminal");

  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  public static Progress of(String name) {
    return new Progress(
        TERMINAL
            ? new ProgressBarBuilder()
                .setTaskName(name)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .build()
            : null);
  }

  /** Begins again, with so many steps to come. */
  public void expect(int steps) {
    if (bar != null) {
      bar.stepTo(0).maxHint(steps);
    }
  }

  /** A step is done. */
  public void step(String what) {
    if (bar != null) {
      bar.setExtraMessage(Objects.requireNonNull(what)).step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
