package org.depinsdk.core.identity;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Operations per second of the process's CPU time, for a machine that others use too: {@code -prof
 * org.depinsdk.core.identity.CpuSeconds}.
 */
public final class CpuSeconds implements InternalProfiler {
  private Duration start = Duration.ZERO;

  private static Duration cpuTime() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("this system does not report CPU time"));
  }

  @Override
  public String getDescription() {
    return "operations per CPU-second";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    start = cpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double seconds = cpuTime().minus(start).toNanos() / 1e9;
    double rate = result.getMetadata().getAllOps() / seconds;
    return List.of(new ScalarResult("perCpuSecond", rate, "ops/s", AggregationPolicy.AVG));
  }
}
