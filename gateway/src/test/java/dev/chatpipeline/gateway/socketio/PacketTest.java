package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.MalformedPacketException;
import dev.chatpipeline.gateway.engineio.Nonsense;
import dev.chatpipeline.gateway.engineio.Packet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;

class PacketTest {

    private static final JsonMapper json = JsonMapper.builder().build();
    private static final JsonMapper LIMITED = Limits.with().receive().json();

    @ParameterizedTest
    @ValueSource(
            strings = {"2[\"foo\"]", "2/admin,[\"bar\"]", "212[\"foo\"]", "3/admin,13[\"bar\"]", "30[]", "2[7,null]"})
    void writesWhatItReads(String text) throws Exception {
        SocketPacket packet = decode(text);

        List<Packet> written =
                PacketEncoder.encode(packet.type(), packet.namespace(), packet.id(), (ArrayNode) packet.data());

        assertThat(written).hasSize(1);
        assertThat(text(written.get(0))).isEqualTo("4" + text);
    }

    @Test
    void readsTheExamplesOfTheProtocol() throws Exception {
        SocketPacket connect = decode("0");
        assertThat(connect)
                .isEqualTo(
                        new SocketPacket(SocketPacket.Type.CONNECT, "/", SocketPacket.NO_ID, null, 0, connect.cost()));
        assertThat(decode("0/admin,{\"sid\":\"x\"}").namespace()).isEqualTo("/admin");
        assertThat(decode("1/admin,").type()).isEqualTo(SocketPacket.Type.DISCONNECT);
        SocketPacket binary = decode("52-/admin,7[\"baz\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(binary.type()).isEqualTo(SocketPacket.Type.EVENT);
        assertThat(binary.attachments()).isEqualTo(2);
        assertThat(binary.namespace()).isEqualTo("/admin");
        assertThat(binary.id()).isEqualTo(7);
    }

    @Test
    void nestedBinaryPartsSurviveTheRoundTrip() throws Exception {
        ArrayNode data = json.createArrayNode().add("e");
        data.addObject().set("deep", json.createArrayNode().add(BinaryNode.valueOf(new byte[] {1})));
        data.add(BinaryNode.valueOf(new byte[] {2, 3}));
        String before = data.toString();

        List<Packet> packets = PacketEncoder.encode(SocketPacket.Type.EVENT, "/", 5, data);

        assertThat(text(packets.get(0)))
                .isEqualTo(
                        "452-5[\"e\",{\"deep\":[{\"_placeholder\":true,\"num\":0}]},{\"_placeholder\":true,\"num\":1}]");
        assertThat(data.toString()).as("the caller's tree is left alone").isEqualTo(before);
        SocketPacket read = decode(text(packets.get(0)).substring(1));
        var attachments = new Attachments(read, read.data());
        assertThat(attachments.add(packets.get(1).head())).isFalse();
        assertThat(attachments.add(packets.get(2).head())).isTrue();
        assertThat(attachments.complete().data()).isEqualTo(data);
    }

    @Test
    void nonsenseIsRefusedInOneWay() {
        Nonsense.isRefusedInOneWayBy(PacketTest::decode);
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> decode("2[\"e\"," + "[".repeat(100_000) + "]".repeat(100_000) + "]"))
                .isInstanceOfSatisfying(
                        MalformedPacketException.class,
                        e -> assertThat(e.reason()).isEqualTo(DisconnectReason.TOO_COMPLEX));
    }

    @Test
    void manySmallObjectsAreRefused() {
        assertThatThrownBy(() -> decode("2[\"e\"" + ",{}".repeat(500) + "]"))
                .isInstanceOfSatisfying(
                        MalformedPacketException.class,
                        e -> assertThat(e.reason()).isEqualTo(DisconnectReason.TOO_COMPLEX));
    }

    @Test
    void argumentsMayBeAnything() {
        assertThat(PacketEncoder.toArray("e", 1, "two", java.util.Map.of("three", true), json.createObjectNode())
                        .toString())
                .isEqualTo("[\"e\",1,\"two\",{\"three\":true},{}]");
        JsonNode bytes = PacketEncoder.toArray("e", (Object) new byte[] {1}).get(1);
        assertThat(bytes.isBinary()).isTrue();
    }

    @Test
    void aPacketCostsWhatItsTreeTakesAndNotWhatItsTextTakes() throws Exception {
        String text = "2[\"e\"" + ",{}".repeat(400) + "]";

        assertThat(decode(text).cost()).isBetween(30L * text.length(), 60L * text.length());
    }

    @Test
    void morePlaceholdersThanAttachmentsAreRefused() throws Exception {
        String placeholder = ",{\"_placeholder\":true,\"num\":0}";
        SocketPacket packet = decode("51-[\"e\"" + placeholder.repeat(2) + "]");
        var attachments = new Attachments(packet, packet.data());
        attachments.add(new byte[1]);

        assertThatThrownBy(attachments::complete).isInstanceOf(MalformedPacketException.class);
    }

    private static SocketPacket decode(String text) throws MalformedPacketException {
        return new PacketDecoder(LIMITED, text).read();
    }

    private static String text(Packet packet) {
        return StandardCharsets.UTF_8.decode(packet.toBuffer()).toString();
    }
}
