package org.depinsdk.page;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * Curves over epochs, as SVG. Every curve starts at zero, all of them share one scale, and each has a colour, a pattern and a mark of
 * its own.
 *
 * @param title what they show
 * @param epochs the epochs' indices, ascending
 * @param curves one or more
 * @param format writes a value
 */
record Curves(
    String title, List<Long> epochs, List<Curve> curves, Function<BigInteger, String> format) {
  /** As many as the style has colours for. */
  static final int MOST = 8;

  private static final int WIDTH = 560;
  private static final int HEIGHT = 190;
  private static final int LEFT = 12;
  private static final int TOP = 26;
  private static final int BOTTOM = 24;

  /**
   * A curve.
   *
   * @param name what it is of
   * @param values one of each epoch; empty where it is not known
   */
  record Curve(String name, List<Optional<BigInteger>> values) {}

  String html() {
    StringBuilder svg = new StringBuilder("<figure class=curves><figcaption>")
        .append(Page.escape(title))
        .append("</figcaption><svg role=img viewBox=\"0 0 " + WIDTH + " " + HEIGHT)
        .append("\" aria-label=\"")
        .append(Page.escape(words()))
        .append("\"><path class=axis d=\"M" + LEFT + " " + TOP + "V" + (HEIGHT - BOTTOM) + "H")
        .append(WIDTH - LEFT)
        .append("\"/><text x=" + LEFT + " y=16>")
        .append(Page.escape(format.apply(largest())))
        .append("</text><text x=" + LEFT + " y=" + (HEIGHT - 6) + ">epoch ")
        .append(epochs.get(0))
        .append("</text><text class=end x=" + (WIDTH - LEFT) + " y=" + (HEIGHT - 6) + ">epoch ")
        .append(epochs.get(epochs.size() - 1))
        .append("</text>");
    for (int i = 0; i < curves.size(); i++) {
      curve(svg, i);
    }
    svg.append("</svg>");
    if (curves.size() > 1) {
      svg.append("<ul class=key>");
      for (int i = 0; i < curves.size(); i++) {
        svg.append("<li><svg aria-hidden=true class=c").append(i);
        svg.append(" viewBox=\"0 0 30 10\"><path d=\"M0 5H30\"/></svg>");
        svg.append(Page.escape(curves.get(i).name()));
      }
      svg.append("</ul>");
    }
    return svg.append("</figure>").toString();
  }

  private void curve(StringBuilder svg, int number) {
    Curve curve = curves.get(number);
    svg.append("<g class=c").append(number).append("><title>").append(Page.escape(curve.name()));
    svg.append("</title><path d=\"");
    boolean drawn = false;
    StringBuilder marks = new StringBuilder();
    for (int i = 0; i < epochs.size(); i++) {
      Optional<BigInteger> value = curve.values().get(i);
      if (value.isPresent()) {
        svg.append(drawn ? 'L' : 'M').append(x(i)).append(' ').append(y(value.get()));
        if (epochs.size() <= 40) {
          marks
              .append("<circle r=3 cx=" + x(i) + " cy=" + y(value.get()) + "><title>")
              .append(Page.escape(
                  curve.name() + ", epoch " + epochs.get(i) + ": " + format.apply(value.get())))
              .append("</title></circle>");
        }
      }
      drawn = value.isPresent();
    }
    svg.append("\"/>").append(marks).append("</g>");
  }

  /** What those who do not see the curves are told; the table of the epochs has the rest. */
  private String words() {
    StringJoiner words = new StringJoiner("; ", title + ": ", "");
    for (Curve curve : curves) {
      List<BigInteger> known = curve.values().stream().flatMap(Optional::stream).toList();
      if (known.isEmpty()) {
        words.add(curve.name() + ", not known");
      } else {
        words.add(curve.name() + ", first " + format.apply(known.get(0)) + ", last "
            + format.apply(known.get(known.size() - 1)));
      }
    }
    return words.toString();
  }

  private BigInteger largest() {
    return curves.stream()
        .flatMap(curve -> curve.values().stream())
        .flatMap(Optional::stream)
        .reduce(BigInteger.ZERO, BigInteger::max);
  }

  private int x(int number) {
    return epochs.size() == 1
        ? WIDTH / 2
        : LEFT + (WIDTH - 2 * LEFT) * number / (epochs.size() - 1);
  }

  private int y(BigInteger value) {
    BigInteger height = BigInteger.valueOf(HEIGHT - TOP - BOTTOM);
    return HEIGHT
        - BOTTOM
        - value.multiply(height).divide(largest().max(BigInteger.ONE)).intValueExact();
  }
}
