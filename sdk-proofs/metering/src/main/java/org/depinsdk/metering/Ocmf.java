package org.depinsdk.metering;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.MalformedEvidenceException;

/** Reads OCMF, {@code OCMF|payload|signature} (S.A.F.E. e.V., Open Charge Metering Format 1.4). */
final class Ocmf {
  private static final String HEADER = "OCMF|";
  private static final int MAX_READINGS = 64;
  private static final Pattern VERSION = Pattern.compile("([0-9])(?:\\.([0-9]{1,2}))?");
  private static final Pattern PAGINATION = Pattern.compile("([TF])([0-9]{1,18})");
  private static final Pattern ALGORITHM = Pattern.compile("ECDSA-([A-Za-z0-9]{1,20})-SHA256");
  private static final Pattern TIME = Pattern.compile(
      "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:[,.]([0-9]{1,3}))?(Z|[+-][0-9]{2}:?[0-9]{2}) ([UISR])");
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,15}(?:\\.[0-9]{0,12})?(?:[eE][+-]?[0-9]{1,2})?");

  private Ocmf() {}

  static SignedMeterRecord parse(String record, RecordRules rules)
      throws MalformedEvidenceException {
    if (!record.startsWith(HEADER)) {
      throw MalformedEvidenceException.field("record", record, HEADER + " or AP; in front");
    }
    String[] sections = record.split("\\|", -1);
    if (sections.length != 3) {
      throw MalformedEvidenceException.field(
          "record", record, "three sections with two bars between them");
    }
    // spec| the signature is over the payload section alone, byte for byte as it was written
    String payload = sections[1];
    byte[] signedBytes = utf8(payload);
    OcmfJson json = OcmfJson.parse("payload", payload);
    OcmfJson section = OcmfJson.parse("signature", sections[2]);

    String version = version(json, rules);
    MeterCurve curve = curve(section);
    MeterSignature signature = MeterSignature.read(signatureBytes(section), curve, rules);
    SignedMeterRecord.Content content = new SignedMeterRecord.Content(
        version, serial(json), pagination(json), json.text("ID", 256).orElse(""), readings(json));
    return new SignedMeterRecord(
        MeterFormat.OCMF, content, signedBytes, curve, signature, Optional.empty());
  }

  private static String serial(OcmfJson json) throws MalformedEvidenceException {
    String meter = json.text("MS", 128).orElse("");
    return meter.isEmpty() ? json.text("GS", 128).orElse("") : meter;
  }

  private static String version(OcmfJson json, RecordRules rules)
      throws MalformedEvidenceException {
    String text = json.text("FV", 8).orElse("");
    Matcher m = VERSION.matcher(text);
    if (m.matches()) {
      int major = Integer.parseInt(m.group(1));
      int minor = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
      boolean draft = major == 0 && minor >= 1 && minor <= 9;
      boolean released = major == 1 && minor <= rules.maxMinorVersion();
      if (draft || released) {
        return text;
      }
    }
    throw MalformedEvidenceException.field(
        "payload.FV", text, "0.1 to 1." + rules.maxMinorVersion());
  }

  private static Optional<SignedMeterRecord.Pagination> pagination(OcmfJson json)
      throws MalformedEvidenceException {
    Optional<String> text = json.text("PG", 24);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher m = PAGINATION.matcher(text.get());
    if (!m.matches()) {
      throw MalformedEvidenceException.field("payload.PG", text.get(), "T or F and a number");
    }
    return Optional.of(
        new SignedMeterRecord.Pagination(m.group(1).charAt(0), Long.parseLong(m.group(2))));
  }

  private static MeterCurve curve(OcmfJson section) throws MalformedEvidenceException {
    String text = section.text("SA", 64).orElse("ECDSA-secp256r1-SHA256");
    Matcher m = ALGORITHM.matcher(text);
    return (m.matches() ? MeterCurve.ofName(m.group(1)) : Optional.<MeterCurve>empty())
        .orElseThrow(() -> MalformedEvidenceException.field(
            "signature.SA", text, "ECDSA-curve-SHA256 with a known curve"));
  }

  private static byte[] signatureBytes(OcmfJson section) throws MalformedEvidenceException {
    String encoding = section.text("SE", 16).orElse("hex");
    String type = section.text("SM", 64).orElse("application/x-der");
    String data = section.text("SD", 1024).orElse("");
    if (!type.equals("application/x-der")) {
      throw MalformedEvidenceException.field("signature.SM", type, "application/x-der");
    }
    byte[] bytes;
    try {
      bytes = switch (encoding) {
        case "hex" -> Hex.decode(data);
        case "base64" -> Base64.getDecoder().decode(data);
        default ->
          throw MalformedEvidenceException.field("signature.SE", encoding, "hex or base64");
      };
    } catch (EncodingException | IllegalArgumentException e) {
      throw MalformedEvidenceException.field("signature.SD", data, "in " + encoding);
    }
    if (bytes.length < 8) {
      throw MalformedEvidenceException.field("signature.SD", bytes.length, "at least 8 bytes");
    }
    return bytes;
  }

  // spec| a field that a reading omits has the value of the reading before it
  private static List<MeterReading> readings(OcmfJson json) throws MalformedEvidenceException {
    List<MeterReading> readings = new ArrayList<>();
    Optional<Instant> at = Optional.empty();
    MeterClock clock = MeterClock.UNKNOWN;
    ReadingMark mark = ReadingMark.NONE;
    Optional<EnergyRegister> register = Optional.empty();
    String unit = "";
    String status = "";
    String errors = "";
    for (OcmfJson reading : json.objects("RD", MAX_READINGS)) {
      Optional<String> time = reading.text("TM", 40);
      if (time.isPresent()) {
        String text = time.get();
        at = Optional.of(time(reading, text));
        clock = MeterClock.of(text.charAt(text.length() - 1)).orElse(MeterClock.UNKNOWN);
      }
      Optional<String> letter = reading.text("TX", 4);
      if (letter.isPresent()) {
        mark = ReadingMark.of(letter.get())
            .orElseThrow(() -> MalformedEvidenceException.field(
                reading.where("TX"), letter.get(), "a letter of table TX"));
      }
      Optional<String> obis = reading.text("RI", 64);
      if (obis.isPresent() && !obis.get().isEmpty()) {
        register = Optional.of(EnergyRegister.parse(obis.get()));
      }
      unit = reading.text("RU", 16).orElse(unit);
      status = reading.text("ST", 4).orElse(status);
      errors = reading.text("EF", 8).orElse(errors);
      readings.add(new MeterReading(
          at,
          clock,
          mark,
          register,
          energy(reading, unit),
          status.equals("G"),
          errors.indexOf('E') < 0,
          errors.indexOf('t') < 0));
    }
    return readings;
  }

  private static Instant time(OcmfJson reading, String text) throws MalformedEvidenceException {
    Matcher m = TIME.matcher(text);
    if (m.matches()) {
      String fraction = m.group(2) == null ? "" : m.group(2);
      int millis = Integer.parseInt((fraction + "000").substring(0, 3));
      try {
        return LocalDateTime.parse(m.group(1))
            .toInstant(ZoneOffset.of(m.group(3)))
            .plusMillis(millis);
      } catch (DateTimeException e) {
        // falls through to the one message
      }
    }
    throw MalformedEvidenceException.field(
        reading.where("TM"), text, "a time such as 2018-07-24T13:22:04,000+0200 S");
  }

  private static OptionalLong energy(OcmfJson reading, String unit)
      throws MalformedEvidenceException {
    Optional<String> value = reading.text("RV", 40).map(String::strip);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!DECIMAL.matcher(value.get()).matches()) {
      throw MalformedEvidenceException.field(reading.where("RV"), value.get(), "a number");
    }
    int shift;
    switch (unit.toLowerCase(Locale.ROOT)) {
      case "wh" -> shift = 3;
      case "kwh" -> shift = 6;
      default -> {
        return OptionalLong.empty();
      }
    }
    return milliWattHours(reading.where("RV"), new BigDecimal(value.get()).movePointRight(shift));
  }

  static OptionalLong milliWattHours(String where, BigDecimal exact)
      throws MalformedEvidenceException {
    // digits below a thousandth of a watt-hour are cut off, downwards, the same for begin and end
    BigDecimal whole = exact.setScale(0, java.math.RoundingMode.FLOOR);
    if (whole.signum() < 0 || whole.precision() > 17) {
      throw MalformedEvidenceException.field(where, exact, "0 to 10^17 milliwatt-hours");
    }
    return OptionalLong.of(whole.longValueExact());
  }

  private static byte[] utf8(String payload) throws MalformedEvidenceException {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .encode(CharBuffer.wrap(payload));
      byte[] out = new byte[bytes.remaining()];
      bytes.get(out);
      return out;
    } catch (CharacterCodingException e) {
      throw MalformedEvidenceException.unreadable("Unicode string");
    }
  }
}
