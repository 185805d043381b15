package dev.chatpipeline.worker.provider;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why no TLS connection came about, in words for whoever runs the worker. */
final class TlsProblems {

    private TlsProblems() {}

    /** Null: TLS is not what failed. */
    static @Nullable String of(@Nullable Throwable thrown) {
        SSLException tls = null;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CertificateExpiredException) {
                return "its TLS certificate has expired";
            }
            if (t instanceof CertificateNotYetValidException) {
                return "its TLS certificate is not valid yet";
            }
            if (t instanceof SSLException found) {
                tls = found;
            }
        }
        return tls == null ? null : words(String.valueOf(tls.getMessage()).toLowerCase(Locale.ROOT));
    }

    private static String words(String message) {
        if (message.contains("subject alternative") || message.contains("no name matching")) {
            return "its TLS certificate is for another host";
        }
        if (message.contains("pkix") || message.contains("certificat")) {
            return "its TLS certificate is not signed by an authority that Java trusts";
        }
        if (message.contains("unrecognized ssl message") || message.contains("unsupported or unrecognized")) {
            return "it does not speak TLS";
        }
        return "the TLS handshake failed";
    }
}
