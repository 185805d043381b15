package dev.chatpipeline.gateway.edge;

import dev.chatpipeline.properties.DataSizeRange;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits on HTTP connections and requests, whoever they are from.
 *
 * @param connectionsPerAddress connections from one address at once; an IPv6 client's address is its /64 network
 * @param threadsPerAddress     requests of one address that may occupy a thread at once; others wait
 * @param requestDeadline       how long a request may take to arrive, headers and body, from the opening of its connection or
 *                              the end of the request before
 * @param bodyBytes             maximum size of a request body, save for those of Socket.IO
 * @param trustedProxies        addresses and networks (such as 10.0.0.0/8) of proxies in front of the gateway: their connections
 *                              are not counted, and their {@code X-Forwarded-For} says who the client is. Without it all clients
 *                              behind a proxy share its address and so its limits
 */
@Validated
@ConfigurationProperties("chat.http")
public record HttpProperties(
        @DefaultValue("1000") @Min(1) int connectionsPerAddress,
        // A quarter of Jetty's: a request holds one for milliseconds, unless its client does not read.
        @DefaultValue("50") @Min(1) int threadsPerAddress,

        @DefaultValue("30s") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration requestDeadline,

        @DefaultValue("16KB") @DataSizeRange(max = "16MB") DataSize bodyBytes,
        @DefaultValue List<String> trustedProxies) {

    public HttpProperties {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
