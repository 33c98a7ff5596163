package org.depinsdk.engine.flink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import org.apache.flink.api.common.functions.MapPartitionFunction;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.util.Collector;
import org.depinsdk.epoch.GroupRows;

/**
 * Judges the groups of one partition and writes its file. The file appears only when every slice of the log has said how many
 * rows it sent here and as many have come, so a task that fails and runs again changes nothing.
 */
final class PartitionJudge implements MapPartitionFunction<Tuple3<Integer, Byte, byte[]>, Integer> {
  private static final long serialVersionUID = 1L;

  private final EpochJob job;

  PartitionJudge(EpochJob job) {
    this.job = job;
  }

  @Override
  public void mapPartition(Iterable<Tuple3<Integer, Byte, byte[]>> rows, Collector<Integer> done)
      throws IOException {
    int partition = -1;
    long received = 0;
    long announced = 0;
    BitSet slices = new BitSet(job.slices());
    Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
    try (GroupRows groups = new GroupRows(scratch, job.memoryBytes());
        ResultFile.Writer result = new ResultFile.Writer(Path.of(job.results()))) {
      for (Tuple3<Integer, Byte, byte[]> sent : rows) {
        if (partition >= 0 && partition != sent.f0) {
          throw new IOException(
              "rows of the partitions " + partition + " and " + sent.f0 + " came to one task");
        }
        partition = sent.f0;
        if (sent.f1 == PartitionMessage.END_OF_SLICE) {
          ByteBuffer end = ByteBuffer.wrap(sent.f2);
          slices.set(end.getInt());
          announced += end.getLong();
          continue;
        }
        received++;
        if (sent.f1 == PartitionMessage.EVIDENCE) {
          groups.add(sent.f2);
        } else {
          result.add(sent.f1, sent.f2);
        }
      }
      if (partition < 0) {
        // Flink gives a partition that is done no rows
        return;
      }
      if (slices.cardinality() != job.slices() || received != announced) {
        throw new IOException("partition " + partition + " got " + received + " rows of "
            + slices.cardinality() + " slices, sent were " + announced + " of " + job.slices());
      }
      job.steps().judging().judge(groups, row -> result.add(PartitionMessage.JUDGED, row));
      result.commit(job.result(partition));
      done.collect(partition);
    }
  }
}
