package org.depinsdk.rewards;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;

/**
 * A token's symbol and how many decimals it is written with. Amounts are always base units; this writes them for people.
 *
 * @param symbol 1 to 16 of {@code A-Z a-z 0-9}
 * @param decimals digits behind the point, 0 to 36
 */
public record Token(String symbol, int decimals) {
  /** Most decimals; EVM tokens have 18. */
  public static final int MAX_DECIMALS = 36;

  private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9]{1,16}");
  private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,77})(\\.[0-9]{1,36})?");

  private static final Pattern AMOUNT = Pattern.compile(DECIMAL + " " + SYMBOL);

  /** Its form in policy files. */
  public static final Form<Token> FORM = Forms.object(
      "What is paid.",
      fields -> new Token(
          fields.get("symbol", Forms.string("1 to 16 of A-Z a-z 0-9", SYMBOL, "A"), Token::symbol),
          fields.get(
              "decimals",
              Forms.number(0, MAX_DECIMALS).as(Math::toIntExact, Integer::longValue),
              Token::decimals)));

  /** Checks the symbol and the decimals. */
  public Token {
    if (!SYMBOL.matcher(symbol).matches()) {
      throw new IllegalArgumentException(
          "a token's symbol is 1 to 16 of A-Z a-z 0-9, not " + EncodingException.shown(symbol));
    }
    if (decimals < 0 || decimals > MAX_DECIMALS) {
      throw new IllegalArgumentException(
          "a token has 0 to " + MAX_DECIMALS + " decimals, not " + decimals);
    }
  }

  /**
   * Writes an amount for people, without the symbol.
   *
   * @param amount any amount
   * @return whole tokens, and behind a point the decimals without trailing zeros, for example {@code 34.24}
   */
  public String format(TokenAmount amount) {
    BigDecimal value = new BigDecimal(amount.toBigInteger(), decimals);
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /**
   * Writes an amount for people, with all decimals, so that columns line up.
   *
   * @param amount any amount
   * @return for example {@code 34.24000000}
   */
  public String formatFull(TokenAmount amount) {
    return new BigDecimal(amount.toBigInteger(), decimals).toPlainString();
  }

  /**
   * The form of amounts in policy files, with their unit, such as {@code 34.24 HNT}.
   *
   * @param token the token; empty if it is not known, then amounts of any token are taken
   * @return the form
   */
  public static Form<TokenAmount> amounts(Optional<Token> token) {
    String symbol = token.map(Token::symbol).orElse("HNT");
    return Forms.named(
        "amount",
        () -> Forms.string(
                "an amount with its unit, such as \"34.24 " + symbol + "\"", AMOUNT, "0 " + symbol)
            .as(
                text -> token.map(t -> t.parseWithUnit(text)).orElse(TokenAmount.ZERO),
                amount -> token.map(t -> t.format(amount) + " " + symbol).orElseThrow()));
  }

  private TokenAmount parseWithUnit(String text) {
    int space = text.indexOf(' ');
    if (!text.substring(space + 1).equals(symbol)) {
      throw new IllegalArgumentException(
          "expected " + symbol + ", which the policy pays, not " + text.substring(space + 1));
    }
    try {
      return parse(text.substring(0, space));
    } catch (EncodingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Reads an amount of whole tokens.
   *
   * @param text for example {@code 34.24}
   * @return the amount in base units
   * @throws EncodingException if the text is no such number, has more decimals than the token, or is too large
   */
  public TokenAmount parse(String text) throws EncodingException {
    if (!DECIMAL.matcher(text).matches()) {
      throw new EncodingException("an amount of " + symbol + " is a number such as 34.24, not "
          + EncodingException.shown(text));
    }
    BigDecimal scaled = new BigDecimal(text).movePointRight(decimals).stripTrailingZeros();
    if (scaled.scale() > 0) {
      throw new EncodingException(
          symbol + " has " + decimals + " decimals, which cannot hold " + text);
    }
    BigInteger units = scaled.toBigIntegerExact();
    if (units.bitLength() > TokenAmount.BITS) {
      throw new EncodingException(text + " " + symbol + " is above 2^256-1 base units");
    }
    return TokenAmount.of(units);
  }
}
