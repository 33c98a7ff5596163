package org.depinsdk.hardware.ocpp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a station's meter signed, as the station sent it. The driver does not judge it.
 *
 * @param format how the meter signs, for example {@code OCMF}; empty if the station does not say
 * @param data the signed text, decoded if the station sent it in Base64 or in hexadecimal
 * @param publicKey the key that the station claims for its meter; empty if it names none
 */
public record SignedValue(String format, String data, Optional<String> publicKey) {
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{16,}");

  /**
   * Reads what 1.6 stations put into a sampled value of format SignedData: the signed text itself, plain, in hexadecimal or in
   * Base64, or the JSON object of 2.0.1 written as a string, also under the name {@code signedMeterValue} that some makers use.
   */
  static Optional<SignedValue> of16(String value) {
    String text = value.strip();
    if (!text.startsWith("{")) {
      String plain = formatOf(value).isEmpty() ? decoded(text) : value;
      // what is in no known format is handed on as it came
      String data = formatOf(plain).isEmpty() ? value : plain;
      return Optional.of(new SignedValue(formatOf(data), data, Optional.empty()));
    }
    try {
      Map<String, Object> object = Json.parseObject(text);
      Object data = object.getOrDefault("signedMeterData", object.get("signedMeterValue"));
      if (!(data instanceof String encoded)) {
        return Optional.empty();
      }
      return Optional.of(
          of201(encoded, string(object, "encodingMethod"), string(object, "publicKey")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The object of 2.0.1: its data is Base64 by the standard, and plain text from some stations. */
  static SignedValue of201(String data, String encodingMethod, String publicKey) {
    String decoded = formatOf(data).isEmpty() ? decoded(data) : data;
    String format = encodingMethod.isEmpty() ? formatOf(decoded) : encodingMethod;
    return new SignedValue(
        format, decoded, publicKey.isEmpty() ? Optional.empty() : Optional.of(publicKey));
  }

  private static String decoded(String data) {
    try {
      byte[] bytes = HEXADECIMAL.matcher(data).matches()
          ? HexFormat.of().parseHex(data)
          : Base64.getDecoder()
              .decode(data.replaceAll("\\s", "").replace('-', '+').replace('_', '/'));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return data;
    }
  }

  private static String string(Map<String, Object> object, String name) {
    return object.get(name) instanceof String text ? text : "";
  }

  private static String formatOf(String text) {
    String start = text.stripLeading();
    return start.startsWith("OCMF|") ? "OCMF" : start.startsWith("AP;") ? "ALFEN" : "";
  }
}
