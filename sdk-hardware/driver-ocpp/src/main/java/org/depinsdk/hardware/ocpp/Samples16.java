package org.depinsdk.hardware.ocpp;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;

/** Meter values as OCPP 1.6 writes them. */
final class Samples16 {
  private Samples16() {}

  /** Reads one sampled value. */
  @FunctionalInterface
  interface Sampled {
    MeterSample read(Instant at, Fields sampledValue) throws OcppException;
  }

  static List<MeterSample> read(List<Fields> meterValues) throws OcppException {
    return read(meterValues, Samples16::sample);
  }

  /** Reads a list of meter values, which has the same form in both versions but for its innermost part. */
  static List<MeterSample> read(List<Fields> meterValues, Sampled sampled) throws OcppException {
    List<MeterSample> samples = new ArrayList<>();
    for (Fields meterValue : meterValues) {
      Instant at = meterValue.time("timestamp");
      for (Fields sampledValue : meterValue.objects("sampledValue")) {
        try {
          samples.add(sampled.read(at, sampledValue));
        } catch (OcppException e) {
          // one odd value must not cost those beside it, least of all a signed one
          sampledValue.leaveOut(e);
        }
      }
    }
    return samples;
  }

  private static MeterSample sample(Instant at, Fields f) throws OcppException {
    String text = f.string("value");
    boolean signed = f.stringIf("format").filter("SignedData"::equals).isPresent();
    // stations write contexts and measurands that the standard does not know; they are handed on
    String context = f.stringIf("context").orElse(MeterSample.PERIODIC);
    String measurand = f.stringIf("measurand").orElse(MeterSample.ENERGY);
    String unit = f.stringIf("unit").orElse("Wh");
    String phase = f.stringIf("phase").orElse("");
    return new MeterSample(
        at,
        measurand,
        unit.equals("Celcius") ? "Celsius" : unit,
        context,
        phase,
        signed ? Optional.empty() : Optional.of(number(text)),
        signed ? Optional.of(signedValue(text)) : Optional.empty());
  }

  private static SignedValue signedValue(String text) throws OcppException {
    return SignedValue.of16(text)
        .orElseThrow(() -> new OcppException(
            OcppErrorCode.PROPERTY_CONSTRAINT,
            "value: neither a signed text nor an object with signedMeterData"));
  }

  private static BigDecimal number(String text) throws OcppException {
    String stripped = text.strip();
    if (!stripped.matches("-?[0-9]{1,15}(\\.[0-9]{0,15})?")) {
      throw new OcppException(
          OcppErrorCode.PROPERTY_CONSTRAINT,
          "value: not a number: " + EncodingException.shown(text));
    }
    return new BigDecimal(stripped);
  }

  static List<Payload> write(List<MeterSample> samples) {
    Map<Instant, List<Payload>> byTime = new LinkedHashMap<>();
    for (MeterSample sample : samples) {
      List<Payload> values = byTime.computeIfAbsent(sample.at(), t -> new ArrayList<>());
      sample.value().ifPresent(v -> values.add(sampled(sample, v.toPlainString(), "Raw")));
      sample.signed().ifPresent(s -> values.add(sampled(sample, s.data(), "SignedData")));
    }
    List<Payload> meterValues = new ArrayList<>();
    byTime.forEach((at, values) ->
        meterValues.add(new Payload().time("timestamp", at).objects("sampledValue", values)));
    return meterValues;
  }

  private static Payload sampled(MeterSample sample, String value, String format) {
    return new Payload()
        .string("value", value)
        .string("context", sample.context())
        .string("format", format)
        .string("measurand", sample.measurand())
        .stringIf("phase", Messages16.present(sample.phase()))
        .string("unit", sample.unit().equals("Celsius") ? "Celcius" : sample.unit());
  }
}
