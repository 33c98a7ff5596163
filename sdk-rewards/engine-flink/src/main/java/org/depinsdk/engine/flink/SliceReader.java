package org.depinsdk.engine.flink;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.util.Collector;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.GroupRows;
import org.depinsdk.epoch.LogSlice;
import org.depinsdk.epoch.ReportRows;

/** Reads slices of the log: checks the signatures of each as one batch and sends the rows of its reports to their partitions. */
final class SliceReader extends RichFlatMapFunction<Long, Tuple3<Integer, Byte, byte[]>> {
  private static final long serialVersionUID = 1L;

  private final EpochJob job;
  private final long[] offsets;
  private final long[] firsts;
  private final int[] counts;
  private final boolean[] done;

  SliceReader(EpochJob job, List<LogSlice> slices) {
    this.job = job;
    this.offsets = slices.stream().mapToLong(LogSlice::offset).toArray();
    this.firsts = slices.stream().mapToLong(LogSlice::first).toArray();
    this.counts = slices.stream().mapToInt(LogSlice::count).toArray();
    this.done = new boolean[job.partitions()];
    for (int i = 0; i < done.length; i++) {
      done[i] = job.isDone(i);
    }
  }

  @Override
  public void flatMap(Long number, Collector<Tuple3<Integer, Byte, byte[]>> out)
      throws IOException {
    int slice = number.intValue();
    EpochJob.Steps steps = job.steps();
    Sender sender = new Sender(slice, out);
    ReportRows rows = new ReportRows(
        row -> sender.send(GroupRows.partition(row, done.length), PartitionMessage.EVIDENCE, row),
        row -> sender.send(slice % done.length, PartitionMessage.JUDGED, row));
    if (slice == 0) {
      steps
          .judging()
          .begin(
              row -> sender.send(
                  GroupRows.partition(row, done.length), PartitionMessage.EVIDENCE, row),
              row -> sender.send(0, PartitionMessage.JUDGED, row));
    }
    LogSlice part = new LogSlice(offsets[slice], firsts[slice], counts[slice]);
    try {
      read(part, steps, rows, sender);
    } catch (InvalidProtocolBufferException e) {
      if (!job.prechecking()) {
        throw e;
      }
      // a recorded log that is not what it says: whoever asked for the job finds it too, and its
      // place
    }
    rows.end();
    sender.end();
  }

  private void read(LogSlice part, EpochJob.Steps steps, ReportRows rows, Sender sender)
      throws IOException {
    List<LoggedReport> reports = part.read(job.reports());
    List<String> refusals = job.prechecking() ? steps.admission().precheck(reports) : List.of();
    for (int i = 0; i < reports.size(); i++) {
      LoggedReport report = reports.get(i);
      long position = part.first() + i;
      if (job.prechecking() && !refusals.get(i).isEmpty()) {
        // admitted or not, it is no evidence; a record that says otherwise makes the epoch differ
        sender.send(
            sender.slice % done.length,
            PartitionMessage.REFUSED,
            PartitionMessage.refused(position, refusals.get(i)));
      } else {
        rows.add(steps.judging().read(report, position));
      }
    }
  }

  /** Sends the rows of one slice, and counts them. Partitions that are done already get nothing. */
  private final class Sender {
    private final int slice;
    private final Collector<Tuple3<Integer, Byte, byte[]>> out;
    private final long[] sent = new long[done.length];

    Sender(int slice, Collector<Tuple3<Integer, Byte, byte[]>> out) {
      this.slice = slice;
      this.out = out;
    }

    void send(int partition, byte what, byte[] row) {
      if (!done[partition]) {
        sent[partition]++;
        out.collect(PartitionMessage.row(partition, what, row));
      }
    }

    void end() {
      for (int i = 0; i < sent.length; i++) {
        if (!done[i]) {
          out.collect(PartitionMessage.row(
              i, PartitionMessage.END_OF_SLICE, PartitionMessage.endOfSlice(slice, sent[i])));
        }
      }
    }
  }
}
