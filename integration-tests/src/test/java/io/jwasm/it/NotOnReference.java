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

/**
 * Marks what only the distribution can meet: WebAssembly itself, or a difference from runc that is
 * on purpose.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NotOnReference.Condition.class)
@interface NotOnReference {

  /** Why a native runtime does not do this. */
  String value();

  /** Switches the marked tests off when a reference runtime is driven. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), NotOnReference.class)
          .filter(_ -> ContainerRuntime.underTest().format() == GuestFormat.NATIVE)
          .map(
              marked ->
                  ConditionEvaluationResult.disabled(
                      "not on the reference runtime: " + marked.value()))
          .orElse(ConditionEvaluationResult.enabled("the distribution is under test"));
    }
  }
}
