import { describe, expect, it } from 'vitest'
import { StateMachine, type TransitionTable } from '../../../src/util/transitions.ts'

type Light = 'red' | 'green' | 'off'
const table: TransitionTable<Light> = { red: ['green', 'off'], green: ['red', 'off'], off: [] }

describe('StateMachine', () => {
  it('moves along its table', () => {
    const light = new StateMachine<Light>(table, 'red')
    expect(light.state).toBe('red')
    light.move('green')
    light.move('off')
    expect(light.state).toBe('off')
  })

  it('refuses every move that the table does not have, and stays where it is', () => {
    const light = new StateMachine<Light>(table, 'red')
    expect(() => light.move('red')).toThrow('illegal transition from red to red')
    expect(light.state).toBe('red')
    light.move('off')
    expect(() => light.move('green')).toThrow('illegal transition from off to green')
  })
})
