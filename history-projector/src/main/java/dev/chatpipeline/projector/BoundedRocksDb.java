package dev.chatpipeline.projector;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds RocksDB's memory for all stores of the process together. By default each store could take up to 100 MB, and every
 * partition has three. Kafka Streams instantiates this class by name.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    private static final long MEMORY = 64L << 20;
    private static final long WRITE_BUFFERS = 16L << 20;
    private static final long WRITE_BUFFER = 2L << 20;

    static {
        org.rocksdb.RocksDB.loadLibrary();
    }

    private static final Cache CACHE = new LRUCache(MEMORY);
    private static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER);
    }

    @Override
    public void close(String storeName, Options options) {
        // The cache and buffers are shared by all stores and live as long as the process.
    }
}
