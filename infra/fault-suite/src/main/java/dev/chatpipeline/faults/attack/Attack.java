package dev.chatpipeline.faults.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** What a peer without a token may try. The constant's name is how it is chosen and reported. */
enum Attack {
    /** Binary events of 1 MB of tiny objects, whose attachment never comes. */
    UNFINISHED_ATTACHMENTS(64) {
        @Override
        void run(RawPeer peer, Attackers.Clock clock) throws IOException {
            peer.upgrade().message("40").message("451-[\"m\"" + ",{}".repeat(330_000) + "]");
            clock.waitForEnd();
        }
    },
    /** CONNECTs of 1 MB of tiny objects. */
    LARGE_CONNECTS(64) {
        @Override
        void run(RawPeer peer, Attackers.Clock clock) throws IOException {
            peer.upgrade().message("40{\"a\":[{}" + ",{}".repeat(330_000) + "]}");
            clock.waitForEnd();
        }
    },
    /** Messages of which all but the last fragment comes. */
    UNFINISHED_FRAGMENTS(400) {
        @Override
        void run(RawPeer peer, Attackers.Clock clock) throws IOException {
            peer.upgrade().message("40").frame(RawPeer.TEXT, false, filled(990_000, '4'));
            clock.waitForEnd();
        }
    },
    /** WebSocket pings of peers that never read a pong. */
    UNREAD_PONGS(12) {
        @Override
        void run(RawPeer peer, Attackers.Clock clock) throws IOException {
            peer.upgrade();
            byte[] ping = RawPeer.encoded(RawPeer.PING, true, filled(125, 'p'));
            byte[] many = new byte[ping.length * 500];
            for (int at = 0; at < many.length; at += ping.length) {
                System.arraycopy(ping, 0, many, at, ping.length);
            }
            while (clock.runs()) {
                peer.send(many);
            }
        }
    },
    /** A form of 500 MB. */
    LARGE_FORMS(2) {
        @Override
        void run(RawPeer peer, Attackers.Clock clock) throws IOException {
            byte[] part = filled(1_000_000, 'x');
            peer.send("PATCH / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: 500000000\r\n\r\n");
            for (int sent = 0; sent < 500 && clock.runs(); sent++) {
                peer.send(part);
            }
            clock.waitForEnd();
        }
    },
    /** Bodies that come one byte a second. */
    SLOW_BODIES(400) {
        @Override
        void run(RawPeer peer, Attackers.Clock clock) throws IOException {
            peer.send("PATCH / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: 10000\r\n\r\nx");
            while (clock.runs()) {
                clock.pause(1000);
                peer.send("x");
            }
        }
    },
    /** One POST of 1 MB that enters and leaves the namespace over and over. */
    ENTER_AND_LEAVE(4) {
        @Override
        void run(RawPeer peer, Attackers.Clock clock) throws IOException {
            while (clock.runs()) {
                peer.send("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n");
                String open = peer.answer();
                String sid = open.substring(open.indexOf("\"sid\":\"") + 7, open.indexOf("\",\"upgrades"));
                byte[] body = "40\u001e41\u001e".repeat(160_000).concat("6").getBytes(StandardCharsets.US_ASCII);
                peer.send("POST /socket.io/?EIO=4&transport=polling&sid=" + sid
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: " + body.length
                        + "\r\n\r\n");
                peer.send(body);
                peer.answer();
            }
        }
    },
    /** Polling sessions, opened and left. */
    MANY_OPENS(8) {
        @Override
        void run(RawPeer peer, Attackers.Clock clock) throws IOException {
            byte[] request = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .repeat(16)
                    .getBytes(StandardCharsets.US_ASCII);
            while (clock.runs()) {
                peer.send(request);
                for (int i = 0; i < 16; i++) {
                    peer.answer();
                }
            }
        }
    },
    /** Requests for the page's library, without reading the answers. */
    UNREAD_ANSWERS(300) {
        @Override
        void run(RawPeer peer, Attackers.Clock clock) throws IOException {
            peer.send("GET /lib/socket.io.esm.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(300));
            clock.waitForEnd();
        }
    },
    /** Requests whose headers come one byte a second. */
    SLOW_HEADERS(2000) {
        @Override
        void run(RawPeer peer, Attackers.Clock clock) throws IOException {
            peer.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            while (clock.runs()) {
                clock.pause(1000);
                peer.send("x");
            }
        }
    };

    private final int peers;

    Attack(int peers) {
        this.peers = peers;
    }

    /** How many do it at once. */
    int peers() {
        return peers;
    }

    /** What each does, until its time is over or the gateway ends its connection. */
    abstract void run(RawPeer peer, Attackers.Clock clock) throws IOException;

    private static byte[] filled(int length, char with) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
