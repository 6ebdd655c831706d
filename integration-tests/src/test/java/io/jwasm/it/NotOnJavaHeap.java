package io.jwasm.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Marks what the page allocator {@code heap} cannot meet, whose memories lie in the Java heap. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NotOnJavaHeap.Condition.class)
@interface NotOnJavaHeap {

  /** Why not. */
  String value();

  /** Switches the marked tests off when all guests are run with that allocator. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), NotOnJavaHeap.class)
          .filter(_ -> ContainerRuntime.isOnJavaHeap())
          .map(marked -> ConditionEvaluationResult.disabled("not on the heap: " + marked.value()))
          .orElse(ConditionEvaluationResult.enabled("memories are outside of the Java heap"));
    }
  }
}
