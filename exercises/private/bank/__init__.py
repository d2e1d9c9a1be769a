"""The question bank: exam questions of each chapter, drawn from a seed, for Moodle, Canvas and paper."""
