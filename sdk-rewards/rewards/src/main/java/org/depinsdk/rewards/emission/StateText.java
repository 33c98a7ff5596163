package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;

/** The text forms of states: numbers with commas between, or texts with their lengths before them. */
final class StateText {
  private static final int MAX = 65_536;
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,99}");

  private StateText() {}

  static String ofNumbers(BigInteger... numbers) {
    StringBuilder out = new StringBuilder();
    for (BigInteger number : numbers) {
      out.append(out.length() == 0 ? "" : ",").append(number);
    }
    return out.toString();
  }

  /** Exactly so many whole numbers of 0 or more and of at most 100 digits. */
  static BigInteger[] numbers(String text, int count) throws EncodingException {
    String[] parts = text.length() > MAX ? new String[0] : text.split(",", -1);
    BigInteger[] numbers = new BigInteger[count];
    boolean good = parts.length == count;
    for (int i = 0; good && i < count; i++) {
      good = NUMBER.matcher(parts[i]).matches();
      numbers[i] = good ? new BigInteger(parts[i]) : BigInteger.ZERO;
    }
    if (!good) {
      throw new EncodingException("expected " + count + " whole numbers with commas between, not "
          + EncodingException.shown(text));
    }
    return numbers;
  }

  /** Netstrings: each text behind its length and a colon. */
  static String ofTexts(List<String> texts) {
    StringBuilder out = new StringBuilder();
    texts.forEach(text -> out.append(text.length()).append(':').append(text));
    return out.toString();
  }

  /** Exactly so many texts. */
  static List<String> texts(String text, int count) throws EncodingException {
    List<String> texts = new ArrayList<>();
    int at = 0;
    while (at < text.length() && texts.size() <= count && text.length() <= MAX) {
      int colon = text.indexOf(':', at);
      String length = colon < 0 || colon - at > 6 ? "" : text.substring(at, colon);
      if (!NUMBER.matcher(length).matches()
          || Integer.parseInt(length) > text.length() - colon - 1) {
        break;
      }
      int end = colon + 1 + Integer.parseInt(length);
      texts.add(text.substring(colon + 1, end));
      at = end;
    }
    if (at != text.length() || texts.size() != count) {
      throw new EncodingException("expected " + count + " states, each behind its length, not "
          + EncodingException.shown(text));
    }
    return texts;
  }

  /** An amount of a state. */
  static TokenAmount amount(BigInteger number) throws EncodingException {
    if (number.bitLength() > TokenAmount.BITS) {
      throw new EncodingException("a token amount is at most 2^256-1, not " + number);
    }
    return TokenAmount.of(number);
  }
}
