@org.jspecify.annotations.NullMarked
package org.depinsdk.transparency;
