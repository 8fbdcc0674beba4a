;; Finds CR LF CR LF, sixteen bytes at a time, in the memory that sockets read into.
;; node scripts/wasm.mjs writes blank-line-wasm.ts of this.
(module
  ;; One page: the read buffer is all of it.
  (memory (export "memory") 1 1)

  ;; The index of the first blank line in [at, end), or -1. Nothing is read at or behind `end`.
  (func (export "blankLine") (param $at i32) (param $end i32) (result i32)
    (local $last i32) (local $mask i32) (local $found i32)
    ;; A step looks at sixteen places, and at the three bytes behind the last of them.
    (local.set $last (i32.sub (local.get $end) (i32.const 19)))
    (block $near-end
      (loop $step
        (br_if $near-end (i32.gt_s (local.get $at) (local.get $last)))
        ;; Two CRs, two bytes apart: rare enough that what lies between is looked at one by one.
        (local.set $mask
          (i8x16.bitmask
            (v128.and
              (i8x16.eq
                (v128.load (local.get $at))
                (v128.const i8x16 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13))
              (i8x16.eq
                (v128.load offset=2 (local.get $at))
                (v128.const i8x16 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13 13)))))
        (if (local.get $mask)
          (then
            (loop $candidate
              (local.set $found (i32.add (local.get $at) (i32.ctz (local.get $mask))))
              (if (i32.eq (i32.load align=1 (local.get $found)) (i32.const 0x0a0d0a0d))
                (then (return (local.get $found))))
              ;; The lowest bit goes, and with it this candidate.
              (local.set $mask
                (i32.and (local.get $mask) (i32.sub (local.get $mask) (i32.const 1))))
              (br_if $candidate (local.get $mask)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $step)))
    (block $none
      (loop $byte
        (br_if $none (i32.gt_s (i32.add (local.get $at) (i32.const 4)) (local.get $end)))
        (if (i32.eq (i32.load align=1 (local.get $at)) (i32.const 0x0a0d0a0d))
          (then (return (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $byte)))
    (i32.const -1)))
