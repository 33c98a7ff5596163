package org.depinsdk.hardware.driver;

/**
 * Something a device can do. A capability is an interface that extends this one; a device hands out an implementation or
 * says that it has none, so nothing is called that is not supported.
 *
 * <p>Capabilities of this package are the common ones. A driver may define more; callers that know them ask for them by
 * their class in the same way.
 */
public interface Capability {}
