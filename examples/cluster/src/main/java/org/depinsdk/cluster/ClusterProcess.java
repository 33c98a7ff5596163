package org.depinsdk.cluster;

import java.io.IOException;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/** A process of Flink that ends when its standard input does, so that none is left when whoever started it is gone. */
final class ClusterProcess {
  static final String MANAGER = "manager";
  static final String WORKER = "worker";

  private ClusterProcess() {}

  /**
   * Starts the process.
   *
   * @param args {@value #MANAGER} or {@value #WORKER}, and the folder of its configuration
   */
  public static void main(String[] args) throws Exception {
    Thread watch = new Thread(ClusterProcess::endWithInput, "end-with-input");
    watch.setDaemon(true);
    watch.start();
    if (args[0].equals(MANAGER)) {
      StandaloneSessionClusterEntrypoint.main(
          new String[] {"--configDir", args[1], "--executionMode", "cluster"});
    } else {
      TaskManagerRunner.main(new String[] {"--configDir", args[1]});
    }
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // nothing is expected
      }
    } catch (IOException e) {
      // no more input either
    }
    Runtime.getRuntime().halt(0);
  }
}
