package dev.chatpipeline.worker.log;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes what a {@link TopicReader} reads of one partition, on the reader's thread. */
public interface PartitionListener {

    /**
     * Where the partition ended once this listener was known; the records before that offset come next. It is told before
     * anything else.
     */
    void endFound(long end);

    /** The next record. */
    void record(ConsumerRecord<String, byte[]> record);

    /** Everything before this offset has been handed over. */
    void position(long next);
}
