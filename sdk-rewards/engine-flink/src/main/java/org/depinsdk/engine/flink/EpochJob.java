package org.depinsdk.engine.flink;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.depinsdk.epoch.AdmissionSteps;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.InputFolder;
import org.depinsdk.epoch.JudgingSteps;

/**
 * What every task of one epoch's job knows. It is sent to each; paths are those of a file system that all machines share.
 *
 * @param input the folder of the epoch's input
 * @param results the folder of what partitions were judged to be
 * @param partitions into how many partitions groups are put
 * @param slices into how many slices the log is cut
 * @param prechecking whether the log's signatures are checked
 * @param memoryBytes how many bytes of rows a task holds before it writes a file
 * @param verifiers where the verifiers are taken from
 */
record EpochJob(
    String input,
    String results,
    int partitions,
    int slices,
    boolean prechecking,
    long memoryBytes,
    VerifierSource verifiers)
    implements Serializable {
  /** The tasks of one process read the input once. */
  private static final ConcurrentMap<String, Steps> LOADED = new ConcurrentHashMap<>();

  /** The steps that tasks take. */
  record Steps(JudgingSteps judging, AdmissionSteps admission) {}

  Path reports() {
    return InputFolder.reports(Path.of(input));
  }

  /** The file of a partition. It is there if and only if the partition is done. */
  Path result(int partition) {
    return Path.of(results).resolve("judged-" + partition);
  }

  boolean isDone(int partition) {
    return Files.exists(result(partition));
  }

  Steps steps() throws IOException {
    Steps steps = LOADED.get(results);
    if (steps == null) {
      synchronized (LOADED) {
        steps = LOADED.get(results);
        if (steps == null) {
          steps = load();
          // one epoch follows the other
          LOADED.clear();
          LOADED.put(results, steps);
        }
      }
    }
    return steps;
  }

  private Steps load() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // verifiers are found by ServiceLoader; not every thread of Flink has the loader of the job's
    // jar
    thread.setContextClassLoader(EpochJob.class.getClassLoader());
    try {
      EpochInput epoch = InputFolder.read(Path.of(input));
      return new Steps(new JudgingSteps(epoch, verifiers.verifiers()), new AdmissionSteps(epoch));
    } catch (BundleException e) {
      throw new IOException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
