package org.depinsdk.hardware.ocpp;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Meter values as OCPP 2.0.1 writes them. */
final class Samples201 {
  private Samples201() {}

  static List<MeterSample> read(List<Fields> meterValues) throws OcppException {
    return Samples16.read(meterValues, Samples201::sample);
  }

  private static MeterSample sample(Instant at, Fields f) throws OcppException {
    BigDecimal value = f.decimal("value");
    String context = f.stringIf("context").orElse(MeterSample.PERIODIC);
    String measurand = f.stringIf("measurand").orElse(MeterSample.ENERGY);
    String phase = f.stringIf("phase").orElse("");
    Optional<Fields> signed = f.objectIf("signedMeterValue");
    Optional<Fields> unit = f.objectIf("unitOfMeasure");
    String unitName = "Wh";
    if (unit.isPresent()) {
      unitName = unit.get().stringIf("unit").orElse("Wh");
      value = value.movePointRight(unit.get().integerIf("multiplier").orElse(0));
    }
    return new MeterSample(
        at,
        measurand,
        unitName.equals("Celcius") ? "Celsius" : unitName,
        context,
        phase,
        Optional.of(value),
        signed.isEmpty() ? Optional.empty() : Optional.of(signedValue(signed.get())));
  }

  private static SignedValue signedValue(Fields f) throws OcppException {
    return SignedValue.of201(
        f.string("signedMeterData"), f.string("encodingMethod"), f.string("publicKey"));
  }

  static List<Payload> write(List<MeterSample> samples) {
    Map<Instant, List<Payload>> byTime = new LinkedHashMap<>();
    for (MeterSample sample : samples) {
      byTime.computeIfAbsent(sample.at(), t -> new ArrayList<>()).add(sampled(sample));
    }
    List<Payload> meterValues = new ArrayList<>();
    byTime.forEach((at, values) ->
        meterValues.add(new Payload().time("timestamp", at).objects("sampledValue", values)));
    return meterValues;
  }

  private static Payload sampled(MeterSample sample) {
    Payload payload = new Payload()
        .decimal("value", sample.value().orElse(BigDecimal.ZERO))
        .string("context", sample.context())
        .string("measurand", sample.measurand())
        .stringIf("phase", Messages16.present(sample.phase()))
        .object("unitOfMeasure", new Payload().string("unit", sample.unit()));
    sample
        .signed()
        .ifPresent(s -> payload.object(
            "signedMeterValue",
            new Payload()
                .string(
                    "signedMeterData",
                    Base64.getEncoder().encodeToString(s.data().getBytes(StandardCharsets.UTF_8)))
                .string("signingMethod", "")
                .string("encodingMethod", s.format())
                .string("publicKey", s.publicKey().orElse(""))));
    return payload;
  }
}
