import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demangleCpp } from '../../../src/views/demangle/cpp.ts';
import { demangleRust, rustLegacy } from '../../../src/views/demangle/rust.ts';
import { readableName } from '../../../src/views/frame-names.ts';

/** Names that rustc 1.8x gave functions, and what LLVM's demangler makes of them. */
const V0: readonly (readonly [string, string | undefined])[] = [
  ['_RNvCs6xxl1lAjzDf_1a4main', 'a::main'],
  ['_RINvCs6xxl1lAjzDf_1a3genRyEB2_', 'a::gen::<&u64>'],
  ['_RINvXNtCs6xxl1lAjzDf_1a5innerINtB3_1SKj7_Kce9_Kb0_Ka4_ENtB3_2T12goOyEB5_', "<a::inner::S<7, 'é', false, 4> as a::inner::T1>::go::<*mut u64>"],
  [
    '_RNvXso_NtCslNYArtu3iFV_5alloc3vecINtB5_3VecfENtNtNtCsgEmfK2I1SDS_4core3ops4drop4Drop4dropCs6xxl1lAjzDf_1a',
    '<alloc::vec::Vec<f32> as core::ops::drop::Drop>::drop',
  ],
  ['_RNvXsq_NtCsgEmfK2I1SDS_4core3fmtOyNtB5_5Debug3fmtCs6xxl1lAjzDf_1a', '<*mut u64 as core::fmt::Debug>::fmt'],
  ['_RNvXsr_NtCsgEmfK2I1SDS_4core3fmtShNtB5_5Debug3fmtCsgY6Mt91CT9J_14rustc_demangle', '<[u8] as core::fmt::Debug>::fmt'],
  [
    '_RNvXsn_NtCslNYArtu3iFV_5alloc5boxedINtB5_3BoxDNtNtCsgEmfK2I1SDS_4core3any3AnyNtNtBM_6marker4SendEL_ENtNtBM_3fmt5Debug3fmtCs6xxl1lAjzDf_1a',
    '<alloc::boxed::Box<dyn core::any::Any + core::marker::Send> as core::fmt::Debug>::fmt',
  ],
  [
    '_RNvXso_NtCslNYArtu3iFV_5alloc3vecINtB5_3VecINtNtB7_5boxed3BoxDINtNtNtCsgEmfK2I1SDS_4core3ops8function6FnOnceuEp6OutputuNtNtB15_6marker4SendEL_EENtNtB13_4drop4Drop4dropCs6xxl1lAjzDf_1a',
    '<alloc::vec::Vec<alloc::boxed::Box<dyn core::ops::function::FnOnce<(), Output = ()> + core::marker::Send>> as core::ops::drop::Drop>::drop',
  ],
  [
    '_RNvYNCNvCs6xxl1lAjzDf_1a4main0INtNtNtCsgEmfK2I1SDS_4core3ops8function6FnOnceTRhRtEE9call_onceB6_',
    '<a::main::{closure#0} as core::ops::function::FnOnce<(&u8, &u16)>>::call_once',
  ],
  ['_RNvYFEuINtNtNtCsgEmfK2I1SDS_4core3ops8function6FnOnceuE9call_onceCs6xxl1lAjzDf_1a', '<fn() as core::ops::function::FnOnce<()>>::call_once'],
  // Of the RFC.
  ['_RNvNtCs1234_7mycrate3foo3bar', 'mycrate::foo::bar'],
  ['_RNCNvCs1234_7mycrate3foo0', 'mycrate::foo::{closure#0}'],
  ['_RNCNvCs1234_7mycrate3foos_0', 'mycrate::foo::{closure#1}'],
  ['_RNvC6_123foo3bar', '123foo::bar'],
  ['_RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y', 'utf8_idents::საჭმელად_გემრიელი_სადილი'],
  ['_RIC0FG_RL0_hEuE', "::<for<'a> fn(&'a u8)>"],
  ['_RNvC1a4main.llvm.123', 'a::main'],
  ['_RNvC1a4main.cold', 'a::main (.cold)'],
  // None, or broken.
  ['_R', undefined],
  ['_RNvC1a', undefined],
  ['_RNvC1a9main', undefined],
  ['_RB_', undefined],
  ['_RNvBa_4main', undefined],
  ['_RNvC1a4main!', undefined],
  ['_RNvC1au3__a', undefined],
  [`_R${'Nv'.repeat(300)}C1a${'1b'.repeat(300)}`, undefined],
];

describe('demangleRust', () => {
  it.each(V0)('%s', (symbol, expected) => expect(demangleRust(symbol)).toBe(expected));

  it('takes any text, and ends', () => {
    const letters = [...'_RNvICMXYBsuEKTASDFGLp0123456789abcdefz'];
    fc.assert(fc.property(fc.array(fc.constantFrom(...letters), { maxLength: 60 }), (text) => (demangleRust(`_R${text.join('')}`)?.length ?? 0) < 1e7));
  });
});

const LEGACY: readonly (readonly [string, string])[] = [
  ['core::fmt::write::h0123456789abcdef', 'core::fmt::write'],
  ['core::fmt::write', 'core::fmt::write'],
  ['core::fmt::write::h0123', 'core::fmt::write::h0123'],
  [
    '_$LT$alloc..vec..into_iter..IntoIter$LT$T$C$A$GT$$u20$as$u20$core..iter..traits..iterator..Iterator$GT$::next::hc3443ca5abe654c5',
    '<alloc::vec::into_iter::IntoIter<T,A> as core::iter::traits::iterator::Iterator>::next',
  ],
  ['a::_$u6a21$$u5757$::_$u51fd$$u6570$::h91886be2138b5957', 'a::模块::函数'],
  ['a::$u110000$::h91886be2138b5957', 'a::$u110000$'],
  ['core::ops::function::FnOnce::call_once$u7b$$u7b$vtable.shim$u7d$$u7d$::h23a57e800328702b', 'core::ops::function::FnOnce::call_once{{vtable.shim}}'],
];

describe('rustLegacy', () => {
  it.each(LEGACY)('%s', (name, expected) => expect(rustLegacy(name)).toBe(expected));
});

const CPP: readonly (readonly [string, string | undefined])[] = [
  ['_Z3foov', 'foo'],
  ['_ZN3foo3barEi', 'foo::bar'],
  ['_ZNK3foo3bar3bazEPKcS1_', 'foo::bar::baz'],
  ['_ZN3FooC2Ev', 'Foo::Foo'],
  ['_ZN3foo3BarD1Ev', 'foo::Bar::~Bar'],
  ['_ZNSt6thread4joinEv', 'std::thread::join'],
  ['_ZSt9terminatev', 'std::terminate'],
  ['_ZN12_GLOBAL__N_14workEv', '(anonymous namespace)::work'],
  ['_Znwm', 'operator new'],
  ['_ZN3foo3barEv.isra.0', 'foo::bar [clone .isra.0]'],
  // Not plain: left as it is, never half read.
  ['_ZNSt6vectorIiSaIiEE9push_backERKi', undefined],
  ['_Z3maxIiET_S0_S0_', undefined],
  ['_ZTV3Foo', undefined],
  ['_ZZ4mainE1x', undefined],
  ['_ZN3foo', undefined],
  ['_ZN9fooE', undefined],
  ['_Z', undefined],
  ['main', undefined],
];

describe('demangleCpp', () => {
  it.each(CPP)('%s', (symbol, expected) => expect(demangleCpp(symbol)).toBe(expected));
});

const READABLE: readonly (readonly [string, string, boolean])[] = [
  ['JS:*hotOuter /tmp/pf.js:2:18', 'hotOuter /tmp/pf.js:2', true],
  ['JS:~hotOuter /tmp/pf.js:2:18', 'hotOuter /tmp/pf.js:2', true],
  ['JS:^processImmediate node:internal/timers:438:28', 'processImmediate node:internal/timers:438', true],
  ['JS:~ /tmp/a b.js:1:1', '(anonymous) /tmp/a b.js:1', true],
  ['LazyCompile:*fn file:///srv/app.mjs:10:3', 'fn file:///srv/app.mjs:10', true],
  ['LazyCompile:~get size [eval]:3:1', 'get size [eval]:3', true],
  ['Function:~run', 'run', true],
  ['RegExp:^a+$', 'RegExp ^a+$', true],
  ['Builtin:ArrayMap', 'Builtin ArrayMap', true],
  ['py::main:/srv/app.py', 'main /srv/app.py', true],
  ['Lcom/acme/Shop$Till;::ring', 'com.acme.Shop$Till::ring', true],
  ['Builtins_JSEntry', 'Builtins_JSEntry', false],
  ['v8::internal::(anonymous namespace)::Invoke(v8::internal::Isolate*)', 'v8::internal::(anonymous namespace)::Invoke(v8::internal::Isolate*)', false],
  ['_ZN3foo3barEi', 'foo::bar', false],
  ['_ZNSt6vectorIiSaIiEE9push_backERKi', '_ZNSt6vectorIiSaIiEE9push_backERKi', false],
  ['_RNvCs6xxl1lAjzDf_1a4main', 'a::main', false],
  ['_Remember', '_Remember', false],
  ['main', 'main', false],
];

describe('readableName', () => {
  it.each(READABLE)('%s', (symbol, name, isJit) => expect(readableName(symbol)).toEqual({ name, isJit }));
});
