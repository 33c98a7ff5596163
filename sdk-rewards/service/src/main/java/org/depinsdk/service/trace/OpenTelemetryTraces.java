package org.depinsdk.service.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work as spans of OpenTelemetry: a call as the child of the span whose context its headers carry, a task as a trace of its own. Needs
 * {@code io.opentelemetry:opentelemetry-api} on the class path, which the service does not bring.
 */
public final class OpenTelemetryTraces implements WorkListener {
  private static final String SCOPE = "org.depinsdk.service";

  private static final TextMapGetter<Function<String, @Nullable String>> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Function<String, @Nullable String> headers) {
          return List.of();
        }

        @Override
        public @Nullable String get(
            @Nullable Function<String, @Nullable String> headers, String name) {
          return headers == null ? null : headers.apply(name);
        }
      };

  private final OpenTelemetry telemetry;
  private final Tracer tracer;

  /**
   * A listener.
   *
   * @param telemetry takes the spans, for example {@code GlobalOpenTelemetry.get()}
   */
  public OpenTelemetryTraces(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
    this.tracer = telemetry.getTracer(SCOPE);
  }

  @Override
  public Work call(String method, Function<String, @Nullable String> headers) {
    Context caller =
        telemetry.getPropagators().getTextMapPropagator().extract(Context.root(), headers, HEADERS);
    return begin(tracer
        .spanBuilder(method)
        .setSpanKind(SpanKind.SERVER)
        .setParent(caller)
        .setAttribute("rpc.system", "grpc"));
  }

  @Override
  public Work task(String name, Map<String, String> attributes) {
    SpanBuilder span = tracer.spanBuilder(name).setNoParent();
    attributes.forEach((key, value) -> span.setAttribute("depin." + key, value));
    return begin(span);
  }

  private static Work begin(SpanBuilder builder) {
    Span span = builder.startSpan();
    return failure -> {
      if (failure != null) {
        span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
        span.recordException(failure);
      }
      span.end();
    };
  }
}
