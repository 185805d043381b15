package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The first packet of a session. */
public record OpenPacket(JsonNode handshake) {

    private static final JsonMapper json = JsonMapper.builder().build();

    public static OpenPacket parse(String packet) {
        assertThat(packet).startsWith("0");
        return new OpenPacket(json.readTree(packet.substring(1)));
    }

    /** Asserts that the server promises its defaults, and these upgrades. */
    public void assertDefaults(String... upgrades) {
        assertThat(handshake.propertyNames())
                .containsExactlyInAnyOrder("sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload");
        assertThat(handshake.get("sid").stringValue()).hasSize(24);
        assertThat(handshake.get("upgrades").valueStream().map(JsonNode::stringValue))
                .containsExactly(upgrades);
        assertThat(handshake.get("pingInterval").intValue()).isEqualTo(25_000);
        assertThat(handshake.get("pingTimeout").intValue()).isEqualTo(20_000);
        assertThat(handshake.get("maxPayload").intValue()).isEqualTo(1_000_000);
    }
}
