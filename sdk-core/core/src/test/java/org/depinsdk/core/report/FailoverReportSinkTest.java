package org.depinsdk.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailoverReportSinkTest {
  private final List<String> asked = new ArrayList<>();
  private boolean aFails;
  private boolean bFails;

  private final ReportSink sink = new FailoverReportSink(
      List.of(reports -> answer("a", aFails), reports -> answer("b", bFails)));

  private List<Receipt> answer(String name, boolean fails) throws IOException {
    asked.add(name);
    if (fails) {
      throw new IOException(name + " is away");
    }
    return List.of();
  }

  @Test
  void staysWithTheOneThatAnswered() throws IOException {
    sink.submit(List.of());
    aFails = true;
    sink.submit(List.of());
    sink.submit(List.of());
    aFails = false;
    sink.submit(List.of());
    bFails = true;
    sink.submit(List.of());
    assertThat(asked).containsExactly("a", "a", "b", "b", "b", "b", "a");
  }

  @Test
  void failsWhenNoneAnswers() {
    aFails = true;
    bFails = true;
    assertThatThrownBy(() -> sink.submit(List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("b is away")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1))
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("a is away"));
    assertThat(asked).containsExactly("a", "b");
    assertThatThrownBy(() -> new FailoverReportSink(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
