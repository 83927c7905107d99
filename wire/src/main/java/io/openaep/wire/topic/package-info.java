/// MQTT topics: what MQTT allows ({@link io.openaep.wire.topic.TopicName}, {@link
/// io.openaep.wire.topic.TopicFilter}) and what AEP calls its own ({@link
/// io.openaep.wire.topic.AepTopics}). Pure. Start at TopicName.
@NullMarked
package io.openaep.wire.topic;

import org.jspecify.annotations.NullMarked;
