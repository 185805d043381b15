package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.MalformedRecordException;
import org.apache.kafka.common.metrics.Sensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs records that cannot be read, so that the stream can continue. */
final class MalformedRecords {

    private static final Logger log = LoggerFactory.getLogger(MalformedRecords.class);

    /** Maximum length of a logged reason, which may quote the record. */
    private static final int MAX_REASON = 200;

    private final Sensor sensor;

    MalformedRecords(Sensor sensor) {
        this.sensor = sensor;
    }

    void skip(LogRecord item, MalformedRecordException reason) {
        sensor.record();
        String text = String.valueOf(reason.getMessage()).replaceAll("[\\s\\p{Cntrl}]+", " ");
        log.warn(
                "Skipped {}-{} at offset {}: {}",
                item.topic(),
                item.partition(),
                item.offset(),
                text.substring(0, Math.min(text.length(), MAX_REASON)));
    }
}
