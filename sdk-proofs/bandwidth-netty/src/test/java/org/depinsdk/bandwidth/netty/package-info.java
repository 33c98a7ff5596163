@NullMarked
package org.depinsdk.bandwidth.netty;

import org.jspecify.annotations.NullMarked;
