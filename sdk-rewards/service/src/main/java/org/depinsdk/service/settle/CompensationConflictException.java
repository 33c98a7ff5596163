package org.depinsdk.service.settle;

/** A compensation that fits the bundles and cannot be paid now. */
public final class CompensationConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  CompensationConflictException(String message) {
    super(message);
  }
}
