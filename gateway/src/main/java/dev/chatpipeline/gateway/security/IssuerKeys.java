package dev.chatpipeline.gateway.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's keys as tokens are verified with them: cached, and refreshed in the background before they get old. A key that
 * is not among them is looked up, though not for everybody who names one. While the issuer is away its last keys count on.
 */
final class IssuerKeys implements JWKSource<SecurityContext>, AutoCloseable {

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("issuer-keys-", 0).factory());
    private final IssuerKeySet published;
    private final JWKSource<SecurityContext> keys;

    IssuerKeys(String issuer, SecurityProperties.Keys settings) {
        this.published = new IssuerKeySet(issuer, settings.lookupTimeout(), threads);
        long age = settings.age().toMillis();
        this.keys = JWKSourceBuilder.create(published)
                .cache(age, settings.lookupTimeout().toMillis())
                .refreshAheadCache(age / 2, null, threads, false, null, false)
                .rateLimited(settings.lookupInterval().toMillis())
                .outageTolerant(settings.outage().toMillis())
                .build();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        List<JWK> found = keys.get(selector, context);
        if (found.isEmpty() && !published.isResponding()) {
            throw new KeySourceException("no key matches, and the issuer cannot say whether it has a new one");
        }
        return found;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        published.close();
    }
}
